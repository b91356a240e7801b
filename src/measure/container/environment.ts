/** What Docker gives where an image does not say. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Writable in most environments; the home that an image's own user has is seldom there for another one. */
const HOME = '/tmp';

/** What commands in a container inherit: the variables of the image, and nothing of this host. */
export function imageEnvironment(declared: readonly string[]): Record<string, string> {
  const env: Record<string, string> = { PATH: DEFAULT_PATH, HOME };
  for (const each of declared) {
    const equals = each.indexOf('=');
    if (equals > 0) env[each.slice(0, equals)] = each.slice(equals + 1);
  }
  return env;
}
