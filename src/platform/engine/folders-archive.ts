/** Everybody may write there, and remove only their own: as /tmp. */
const MODE = 0o1777;

const BLOCK = 512;

/**
 * An archive of empty folders for everybody to write. Unpacked over folders that are there it changes their
 * permissions. The format is ustar: IEEE Std 1003.1-2017, pax. Names are relative, of less than 100 characters.
 */
export function sharedFolders(names: readonly string[]): Buffer {
  return Buffer.concat([...names.map(folderHeader), Buffer.alloc(2 * BLOCK)]);
}

function folderHeader(name: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, width: number): void => {
    header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset, 'latin1');
  };
  header.write(`${name}/`, 0, 'latin1');
  octal(MODE, 100, 8);
  octal(0, 108, 8); // owner
  octal(0, 116, 8); // group
  octal(0, 124, 12); // size
  octal(0, 136, 12); // time
  header.write('5', 156, 'latin1'); // a folder
  header.write('ustar\x0000', 257, 'latin1');
  header.fill(' ', 148, 156); // the checksum counts itself as spaces
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  octal(checksum, 148, 7);
  return header;
}
