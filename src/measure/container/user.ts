import { stat } from 'node:fs/promises';
import { AssayError } from '../../core/error.ts';

/** Who owns nothing: Linux's overflow ids, which distributions name nobody and nogroup. */
const NOBODY = '65534:65534';

export interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who runs the commands: whom `assay.yaml` names, else the image's own user. Where that is root, whoever runs
 * Assay, or nobody where that is root as well.
 */
export function commandUser(asked: string | null, ofImage: string, own: Ids): string {
  if (asked !== null) return asked;
  if (!isRoot(ofImage)) return ofImage;
  return own.uid === 0 ? NOBODY : userOf(own);
}

/** `uid:gid` of whoever runs Assay: the builder writes to the tree, which is theirs. */
export function userOf({ uid, gid }: Ids): string {
  return `${uid}:${gid}`;
}

/** The user of this process. */
export function ownIds(): Ids {
  // Containers are Linux's: there the two exist.
  return { uid: process.getuid!(), gid: process.getgid!() };
}

/**
 * An `infrastructure` error where the commands could not read the tree: root's umask may keep everybody else from
 * its files. An ordinary user's commands are their own.
 */
export async function checkReadable(root: string, user: string): Promise<void> {
  const { mode, uid } = await stat(root);
  const isOwner = user.split(':')[0] === String(uid);
  if (isOwner || isRoot(user) || (mode & OTHERS_READ) === OTHERS_READ) return;
  throw new AssayError('infrastructure', `${root} cannot be read by ${user}, who runs the commands`, {
    hint: 'remove .assay/trees and start again with umask 022, or name another user of the environment',
  });
}

/** To read and to enter, for others. */
const OTHERS_READ = 0o005;

/** An image's `USER`: `name`, `uid`, each with a group or without; nothing is root. */
function isRoot(user: string): boolean {
  const [name] = user.split(':');
  return name === '' || name === 'root' || name === '0';
}
