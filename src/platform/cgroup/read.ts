/** What a file of the kernel said, or why it said nothing. Never a default in place of a reading. */
export type Reading<T> = { readonly value: T } | { readonly unavailable: string };

/** The content of a file of the cgroup, by its name; throws the errno error. */
export type ReadFile = (name: string) => string;

/** Runs one reading. Whatever it throws becomes the reason. */
export function reading<T>(read: () => T): Reading<T> {
  try {
    return { value: read() };
  } catch (error) {
    return { unavailable: errnoReason(error) };
  }
}

/** What an error of the file system means, in words; of another error its message. */
export function errnoReason(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const name = path?.split('/').at(-1) ?? 'it';
  switch (code) {
    case 'ENOENT':
      return `${name} does not exist here`;
    case 'ENODEV':
      return 'the cgroup is gone';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${name} may not be opened by this user`;
    default:
      return code ? `${name} cannot be read (${code})` : message;
  }
}
