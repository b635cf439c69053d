/** A Python on this machine as the judge of files: what it reads and writes is what users will read and write. */
import { execFileSync } from 'node:child_process';

/**
 * The Python that has a module, or undefined where none has; a test that needs it is then skipped by name. The system's
 * own is asked too, because one in front of it may lack the modules that the system's packages bring.
 */
export function pythonWith(module: string): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => {
    try {
      execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a script and gives what it prints; the arguments are its `sys.argv[1:]`. */
export function runPython(python: string, script: string, ...args: readonly string[]): string {
  return execFileSync(python, ['-c', script, ...args], { encoding: 'utf8' });
}
