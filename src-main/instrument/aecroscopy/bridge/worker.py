"""A thread that owns COM objects and does one call at a time; whoever waits for it may give up."""

import queue
import threading

from wire import BridgeError


class Job:
    def __init__(self, work):
        self.work = work
        self.done = threading.Event()
        self.result = None
        self.error = None


class Worker:
    """One thread. `setup` runs in it first, so that what it makes belongs to its COM apartment."""

    def __init__(self, name, setup):
        self._jobs = queue.Queue()
        self._busy = threading.Event()
        self._started = Job(setup)
        self.stuck = False
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def opened(self, seconds):
        """What `setup` gave; raises what it raised."""
        return self._outcome(self._started, seconds, "start")

    @property
    def busy(self):
        return self._busy.is_set()

    def call(self, work, seconds, what, patient=False):
        """Does `work` in the thread. After `seconds` the call is abandoned and, unless `patient`, the worker counts as
        stuck until it ends."""
        if self.stuck:
            raise BridgeError("fault", "An earlier call into the microscope program has not returned.")
        job = Job(work)
        self._jobs.put(job)
        return self._outcome(job, seconds, what, patient)

    def _outcome(self, job, seconds, what, patient=False):
        if not job.done.wait(seconds):
            self.stuck = not patient
            if job.done.is_set():
                self.stuck = False
            else:
                raise BridgeError("timeout", "%s did not end within %.1f s and was abandoned." % (what, seconds))
        if job.error is not None:
            raise job.error
        return job.result

    def _run(self):
        self._do(self._started)
        while True:
            self._do(self._jobs.get())

    def _do(self, job):
        self._busy.set()
        try:
            job.result = job.work()
        except BridgeError as error:
            job.error = error
        except Exception as error:  # whatever COM raises becomes words for the console
            job.error = BridgeError("instrument", "%s: %s" % (type(error).__name__, error))
        finally:
            self._busy.clear()
            self.stuck = False
            job.done.set()
