/** What the command line says about itself. */
import { MAX_SEEDS, MAX_STEPS, POLICIES } from '../../src-shared/experiment';
import { FAULT_KINDS } from '../instrument/nanonis/simulator/faults';

export const HELP = `curioscope: self-driving scanning-probe sessions from the command line

  curioscope run [options]        run a session and write its journal and report
  curioscope compare [options]    run several policies on the same simulated films and compare them
  curioscope report SESSION       write the report of a session folder again
  curioscope export SESSION [..]  write a session in the formats of other programs
  curioscope import FILE [..]     make a session of NAME.curioscope or of a file in the layout of IV_Novelty.npz
  curioscope vae SESSION [..]     train a Dual-VAE on a session and say what it is worth
  curioscope verify SESSION       check every line and every array of a session folder; --replay: every choice again
  curioscope info FILE [--json]   what is in a file of an instrument
  curioscope simulate nanonis     serve the simulated film as a Nanonis would, on four ports
  curioscope simulate meter       serve a Keithley 2450 on a diode, on one port (--port, default 5025)
  curioscope --version | --help

Options of run
  --instrument sim|replay|dtm|nanonis|aecroscopy
                                  the instrument (default sim: the built-in simulated film); replay measures again
                                  what is in --file; dtm is a DTMicroscope server, nanonis a SPECS Nanonis,
                                  aecroscopy the bridge on the PC of such a microscope (docs/aecroscopy.md)
  --host H, --port P              where dtm or nanonis listens (default 127.0.0.1 and 9092 or 6501; nanonis takes the
                                  next port too, for watching and stopping), or the bridge (6520)
  --preamp-amperes I              for nanonis: current at which the preamplifier clips (default 1e-8)
  --data PATH                     for dtm: the data file, as a path on the server (default: the server's own choice)
  --meter HOST[:PORT]             a Keithley 2450 makes the sweeps (default port 5025)
  --faults FILE                   things go wrong with the instrument as the file says (docs/failures.md)
  --file PATH                     for replay: a session folder, IV_Novelty.npz, or a file with a curve at every pixel
  --pixel-metres X, --film-metres X, --contact-square-metres X
                                  for replay: what the file does not say; without them a value is assumed and named
  --pixels 128|256                pixels on a side of the frame (default 128: 2 µm; 256: 4 µm)
  --seeds N                       random points measured first, 2 to ${MAX_SEEDS} (default 10)
  --steps N                       points that the policy chooses, 1 to ${MAX_STEPS} (default 200)
  --seed N                        seed of every random choice, and of the film (default 1)
  --policy ${POLICIES.slice(0, 4).join('|')}|
           ${POLICIES.slice(4).join('|')}
                                  how the next point is chosen (default dn-dkl)
  --speed X|max                   times faster than real time; max leaves out every wait (default max)
  --preset default|paper          settings of the method: the program's, or the publication read literally
  --settings FILE                 JSON with settings of the experiment that differ from the preset
  --set NAME=VALUE                one setting by its name, like acquisition.kappa=4; may be given again and again
  --out DIR                       folder of this session (default: a new one among the program's sessions)
  --sample                        marks the session as a ready-made one, wherever it is shown
  --json                          print nothing but one JSON object on standard output
  --demo                          accepted for likeness with the window; changes nothing here

Options of simulate nanonis
  --port P, --host H              the first of the four ports, and where to listen (default 6501, 127.0.0.1)
  --pixels 128|256, --seed N      the film, as for run
  --speed X|max                   times faster than real time (default 1)
  --fault COMMAND:KIND[@N]        breaks the reply to the N-th call of a command, or to every one; may be given again;
                                  kinds: ${FAULT_KINDS.slice(0, 5).join(', ')},
                                  ${FAULT_KINDS.slice(5).join(', ')}

Options of compare
  --policies A,B,C                which policies (default: all)
  --films N                       films, with the seeds S, S+1, ..., 1 to 50 (default 10)
  --steps N                       points that each policy chooses after 10 random ones (default 200)
  --seed S                        seed of the first film (default 1)
  --preset, --settings, --set     as for run; they hold for every policy
  --out DIR                       folder of results and page (default comparison); a result in it is not run again
                                  where the program and all its settings are still the same
  --json                          print nothing but one JSON object on standard output

Options of export
  --format F[,F]                  npz (layout of IV_Novelty.npz), csv (points, curves, decisions), gsf (maps for
                                  Gwyddion), png or svg (all panels, with JSON files); archive (the session in one
                                  file, NAME.curioscope, to be opened elsewhere); default npz
  --out PATH                      folder of the files, for npz and archive also the file (default: the present folder)
  --json                          print one JSON object with the files

Options of import
  --out DIR                       folder of the session, which must not exist (default: among the program's sessions);
                                  for a .curioscope file the folder in which the session's own folder is put
  --pixel-metres X                side of a pixel; without it the 15.6 nm of the published film are assumed
  --start-volts V --peak-volts V  the sweep; without them 0 V to 1.5 V and back are assumed
  --seeds N                       how many of the points are seeds; without it 10 are assumed
  --json                          print one JSON object

Options of vae
  --mode M                        corrected (default), notebook (the authors' notebook bug for bug), aligned (latents of
                                  a pair pulled together)
  --coord 0|1|2|3                 what of a patch is no structure: nothing, rotation (default), shift, both
  --epochs N                      1 to 100000 (default 1000; aligned 400)
  --profile full|fast             fast: a small spatial decoder and a quarter of the pixels in every epoch
  --latent N                      content latents, 2 to 8 (default 2)
  --seed N                        seed of weights and noise (default 1)
  --out DIR                       also writes model and latents into this folder; the session keeps them in any case
  --json                          print one JSON object (docs/analyst.md lists its keys); retrieval is among the points
                                  that it was trained on

Ctrl-C stops a run after the step in hand and keeps everything; twice stops at once. A comparison it ends at once; the
finished sessions are kept, and the same call goes on from there. A Dual-VAE is kept as it is then.
Exit code: 0 done, 1 the run failed, 2 wrong call, file or folder, 130 stopped by Ctrl-C.
`;
