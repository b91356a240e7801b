import { AssayError } from '../core/error.ts';
import { LIMITS } from './defaults.ts';

/** Throws once the texts of one plan hold more than they may. */
export function planAllowance(display: string): (characters: number) => void {
  let left: number = LIMITS.planLength;
  return (characters) => {
    left -= characters;
    if (left >= 0) return;
    throw new AssayError('config', `${display}: the commands of all cases together are longer than 16 MiB`, {
      hint: 'use fewer cases, or move long texts to files',
    });
  };
}
