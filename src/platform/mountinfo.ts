/** A line of /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
export interface Mount {
  /** `major:minor`. */
  readonly device: string;
  /** Folder of the filesystem that is mounted here. */
  readonly root: string;
  readonly mountPoint: string;
  readonly options: readonly string[];
  readonly type: string;
  readonly superOptions: readonly string[];
}

export function parseMountinfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const [, , device, root, mountPoint, options] = before?.split(' ') ?? [];
    const [type, , superOptions] = after?.split(' ') ?? [];
    if (!device || !root || !mountPoint || !options || !type) return [];
    return [
      {
        device,
        root: decodeOctal(root),
        mountPoint: decodeOctal(mountPoint),
        options: options.split(','),
        type,
        superOptions: superOptions?.split(',') ?? [],
      },
    ];
  });
}

/** The mount that holds an absolute path: the deepest mount point, and of equal ones the last, which covers. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    const holds = mount.mountPoint === '/' || `${path}/`.startsWith(`${mount.mountPoint}/`);
    if (holds && mount.mountPoint.length >= (best?.mountPoint.length ?? 0)) best = mount;
  }
  return best;
}

/** Space, tab, newline and backslash are written as three octal digits. */
function decodeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
