import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells one process from every other that ever had its number: the number, when it started and the
 * boot it belongs to. Written beside a lease or a worktree, so that the next start knows whether the
 * writer still lives.
 */
export interface Owner {
  readonly pid: number;
  /**
   * When the process started, in units that only need to be equal for the same process: clock ticks after
   * boot on Linux (proc_pid_stat(5), field 22), seconds since 1970 elsewhere.
   */
  readonly startTicks: number;
  /** Changes with every boot. A record from before a reboot, or from another machine, is nobody's. */
  readonly bootId: string;
}

/** This process. */
export function currentOwner(): Owner {
  return processIdentity(process.pid);
}

/** Tells the process that has this number now from any that gets it later. */
export function processIdentity(pid: number): Owner {
  const found = processStart(pid);
  return { pid, startTicks: found.running ? found.startTicks : 0, bootId: bootId() };
}

/**
 * Whether the very process that wrote `owner` still runs. A zombie does not. A process that exists but may
 * not be looked at counts as alive: taking over from the living is the worse mistake.
 */
export function isAlive(owner: Owner): boolean {
  if (!Number.isSafeInteger(owner.pid) || owner.pid <= 0 || owner.bootId !== bootId()) return false;
  const found = processStart(owner.pid);
  if (found.running) return found.startTicks === owner.startTicks;
  return found.hidden;
}

type Found =
  | { readonly running: true; readonly startTicks: number }
  | { readonly running: false; readonly hidden: boolean };

const GONE: Found = { running: false, hidden: false };

function processStart(pid: number): Found {
  const stat = read(`/proc/${pid}/stat`);
  if (stat !== null) return parseProcStat(stat);
  if (read('/proc/self/stat') === null) return parsePs(ps(pid));
  return { running: false, hidden: refusesSignals(pid) };
}

/** One line of /proc/PID/stat. The command, second and in parentheses, may itself hold `) ` and newlines. */
export function parseProcStat(stat: string): Found {
  const [state, ...rest] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
  const startTicks = Number(rest[18]);
  const ended = state === undefined || 'ZXx'.includes(state);
  return ended || !Number.isFinite(startTicks) ? GONE : { running: true, startTicks };
}

/** The answer of `ps -o stat=,lstart=` in the C locale and UTC: `Ss   Thu Nov 20 22:39:01 2026`. */
export function parsePs(output: string): Found {
  const match = /^\s*(\S+)\s+(\S.*\S)\s*$/.exec(output);
  if (!match || match[1]!.startsWith('Z')) return GONE;
  const startTicks = Date.parse(`${match[2]} UTC`) / 1000;
  return Number.isFinite(startTicks) ? { running: true, startTicks } : GONE;
}

function ps(pid: number): string {
  return capture('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]) ?? '';
}

/** /proc mounted with `hidepid` hides other users' processes, but a signal to one is refused, not lost. */
function refusesSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function bootId(): string {
  const linux = read('/proc/sys/kernel/random/boot_id')?.trim();
  if (linux) return linux;
  const bootTime = /^btime (\d+)$/m.exec(read('/proc/stat') ?? '')?.[1] ?? darwinBootTime();
  return bootTime === undefined ? 'unknown' : `booted-${bootTime}`;
}

/** `{ sec = 1763678341, usec = 0 } Thu Nov 20 …` */
function darwinBootTime(): string | undefined {
  return /sec = (\d+)/.exec(capture('sysctl', ['-n', 'kern.boottime']) ?? '')?.[1];
}

function capture(file: string, args: readonly string[]): string | null {
  try {
    return execFileSync(file, args, {
      encoding: 'utf8',
      timeout: 1000,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
