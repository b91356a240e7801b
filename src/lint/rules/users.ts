import type { Dockerfile, Stage } from '../dockerfile.ts';
import { expand, nowhere } from '../expand.ts';
import type { Rule } from '../rule.ts';

export const ROOT_USER: Rule = {
  id: 'root-user',
  severity: 'warning',
  title: 'Containers do not run as root.',
  why: 'Root in a container is root of the host wherever something is shared with it, and files that it leaves there belong to root. Limits that hold for users do not hold for it.',
  source: {
    name: 'Docker, Building best practices: USER',
    url: 'https://docs.docker.com/build/building/best-practices/#user',
  },
  fix: 'USER 65534, or a user made for it',
  dockerfile: (dockerfile) => {
    const { stage, user } = userOf(dockerfile);
    if (user !== null) {
      const name = expand(user.text.trim(), nowhere);
      return name !== null && isRoot(name) ? [{ at: user.at, message: `the image runs as ${name}` }] : [];
    }
    const { image, from } = stage;
    if (image === null || /(?:nonroot|rootless|unprivileged)/.test(image)) return [];
    const whose = image === 'scratch' ? 'root' : `that of ${image}, usually root`;
    return [{ at: from.at, message: `no USER is named: the user is ${whose}` }];
  },
  compose: ({ services }) =>
    services.flatMap(({ name, keys, at }) => {
      const user = typeof keys.user === 'string' || typeof keys.user === 'number' ? String(keys.user) : '';
      return isRoot(user)
        ? [{ at: at('user'), message: `${name} runs as ${user}`, fix: 'user: "65534:65534"' }]
        : [];
    }),
  project: ({ environments, at }) =>
    environments.flatMap((environment) =>
      environment.kind === 'container' && environment.user !== null && isRoot(environment.user)
        ? [
            {
              at: at(['environments', environment.name, 'user']),
              message: `${environment.name} runs as ${environment.user}`,
              fix: 'leave user out: then it is that of the image, or nobody where that is root',
            },
          ]
        : [],
    ),
};

/** The USER that holds at the end, and the stage that comes from an image. */
function userOf({ final }: Dockerfile) {
  for (let stage: Stage = final; ; stage = stage.base) {
    const user = stage.instructions.findLast(({ keyword, onbuild }) => keyword === 'USER' && !onbuild);
    if (user !== undefined) return { stage, user };
    if (stage.base === null) return { stage, user: null };
  }
}

function isRoot(user: string): boolean {
  return /^(?:root|0)(?::|$)/.test(user);
}
