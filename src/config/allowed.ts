/** Whether an absolute, normalised path of this machine is one of those allowed, or below one of them. */
export function isAllowed(path: string, allow: readonly string[]): boolean {
  return allow.some((each) => path === each || path.startsWith(`${each}/`));
}
