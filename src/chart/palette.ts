/**
 * The colours of every picture, by what they mean. Verdicts differ in shape and in words as well, and their
 * hues stay apart for the common colour-vision deficiencies: vermilion against bluish green, as in Okabe and
 * Ito, "Color Universal Design" (2008), darkened so that text in them keeps a contrast of 4.5 : 1 on white.
 * Each value is used once, so that a drawn colour names its role.
 */
export const LIGHT = {
  paper: '#ffffff',
  ink: '#1b2430',
  muted: '#56616f',
  grid: '#e3e7ec',
  axis: '#98a2ae',
  band: '#dfe7f3',
  stripe: '#f5f7f9',
  baseline: '#7d8896',
  candidate: '#2f62b0',
  regression: '#bf4309',
  improvement: '#00786a',
  unchanged: '#4d5866',
  inconclusive: '#8b6400',
} as const;

export type Role = keyof typeof LIGHT;

/** The same roles on a dark page. */
export const DARK: Readonly<Record<Role, string>> = {
  paper: '#14181e',
  ink: '#e9edf2',
  muted: '#a4aebb',
  grid: '#2b323c',
  axis: '#6d7886',
  band: '#263246',
  stripe: '#191e25',
  baseline: '#9aa5b3',
  candidate: '#82b1f7',
  regression: '#ff8d57',
  improvement: '#45c4b0',
  unchanged: '#b9c2cd',
  inconclusive: '#dcb44a',
};

const ROLES = Object.keys(LIGHT) as Role[];

/** The CSS variables that recolour an inlined picture: `--assay-ink: #1b2430; …`. */
export function paletteCss(colours: Readonly<Record<Role, string>>): string {
  return ROLES.map((role) => `--assay-${role}: ${colours[role]};`).join(' ');
}

/** `var(--assay-ink, #1b2430)` for a colour of the light palette; any other colour as it is. */
export function themed(colour: string): string {
  const role = ROLES.find((name) => LIGHT[name] === colour);
  return role === undefined ? colour : `var(--assay-${role}, ${colour})`;
}
