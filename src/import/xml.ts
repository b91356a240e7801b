import sax from 'sax';
import { AssayError } from '../core/error.ts';
import type { Input } from './format.ts';

export interface XmlVisitor {
  open?(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  close?(name: string): void;
}

/** Reports nest some tens deep; a hostile file nests without end. */
const MAX_DEPTH = 256;

/** Given to the parser at once: enough to keep it busy, little enough to copy. */
const FEED_CHARACTERS = 64 * 1024;

/**
 * Visits the elements of an XML document in order. A document type is refused, and with it every entity of
 * its own, so none is ever expanded; so is a document that is cut or not well-formed. Text between tags is
 * passed over.
 */
export async function visitXml(input: Input, visitor: XmlVisitor): Promise<void> {
  const parser = sax.parser(true, { position: true });
  let depth = 0;
  const line = (): number => parser.line + 1;
  parser.onerror = (error) => {
    throw input.error(`not complete XML: ${error.message.split('\n')[0]}`, line());
  };
  parser.ondoctype = () => {
    throw input.error('a document type is not read: it may define entities that expand without end', line());
  };
  parser.onopentag = ({ name, attributes }) => {
    if (++depth > MAX_DEPTH) throw input.error(`elements nest more than ${MAX_DEPTH} deep`, line());
    visitor.open?.(name, attributes as Record<string, string>, line());
  };
  parser.onclosetag = (name) => {
    depth--;
    visitor.close?.(name);
  };
  // A failed test's message may be longer than the parser's own limit; the file's length is limited already.
  Object.assign(parser, { bufferCheckPosition: Number.POSITIVE_INFINITY });
  const text = await input.text();
  try {
    for (let at = 0; at < text.length; at += FEED_CHARACTERS) {
      parser.write(text.slice(at, at + FEED_CHARACTERS));
    }
    parser.close();
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    // An attribute named `hasOwnProperty` trips the parser itself.
    throw input.error(`not readable XML: ${(cause as Error).message}`, line());
  }
}
