import { styleText } from 'node:util';

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Colours text, or leaves it as it is. */
export function painter(color: boolean): (colour: Colour, text: string) => string {
  return (colour, text) => (color ? styleText(colour, text, { validateStream: false }) : text);
}
