/** A file to be looked at, with its text. */
export type Source =
  | { readonly kind: 'dockerfile' | 'compose'; readonly file: string; readonly text: string }
  | {
      readonly kind: 'project';
      /** As messages name it. */
      readonly file: string;
      readonly text: string;
      /** Absolute. */
      readonly path: string;
      /** Top of its repository, absolute. */
      readonly repository: string;
    };

/** What the name of a file says that it is, as the tools that read such files look for them; `null`: none of these. */
export function kindOf(path: string): Source['kind'] | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^assay\.ya?ml$/.test(name)) return 'project';
  if (/^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i.test(name)) return 'compose';
  if (/^dockerfile$|\.(?:dockerfile|containerfile)$|^(?:Docker|Container)file(?:[.-][\w.-]+)?$/.test(name)) {
    return /\.(?:dockerignore|md|txt|j2|in|tmpl|template)$/.test(name) ? null : 'dockerfile';
  }
  return null;
}
