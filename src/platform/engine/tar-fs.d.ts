/** The part of tar-fs 2 that we use; it comes without types. */
declare module 'tar-fs' {
  import type { Readable } from 'node:stream';

  interface Header {
    uid: number;
    gid: number;
  }

  interface PackOptions {
    /** Relative to the folder; a folder among them is packed with what `ignore` leaves of it. */
    readonly entries: readonly string[];
    /** Gets absolute paths. */
    readonly ignore: (path: string) => boolean;
    readonly map: (header: Header) => Header;
    readonly umask: number;
    /** Whether what no archive can hold (a FIFO) is an error. */
    readonly strict: boolean;
  }

  const tar: { pack(folder: string, options: PackOptions): Readable };
  export default tar;
}
