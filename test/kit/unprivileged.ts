/** Root ignores permissions; a command behind this prefix has given that up, and is held by them like a user. */
export const UNPRIVILEGED: readonly string[] =
  process.getuid?.() === 0
    ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all']
    : [];
