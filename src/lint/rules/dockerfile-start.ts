import type { Stage } from '../dockerfile.ts';
import type { Instruction } from '../instruction.ts';
import type { Rule } from '../rule.ts';

export const IMAGE_HEALTHCHECK_MISSING: Rule = {
  id: 'image-healthcheck-missing',
  severity: 'note',
  title: 'An image that serves says when it is ready.',
  why: 'Without a health check a container counts as ready when its process has started, and the first samples measure the start of the server.',
  source: {
    name: 'Dockerfile reference, HEALTHCHECK',
    url: 'https://docs.docker.com/reference/dockerfile/#healthcheck',
  },
  fix: 'HEALTHCHECK CMD ["/app", "--check"]',
  dockerfile: ({ final }) => {
    const instructions = inherited(final);
    const serves = instructions.findLast(({ keyword }) => keyword === 'EXPOSE');
    return serves === undefined || checkOf(final) !== null
      ? []
      : [{ at: serves.at, message: `port ${serves.text.trim()} is served, and no HEALTHCHECK looks at it` }];
  },
};

export const COMMAND_THROUGH_SHELL: Rule = {
  id: 'command-through-shell',
  severity: 'note',
  title: 'The program of an image is started directly.',
  why: 'In shell form a shell stands between: it is started with each execution, and signals that end the container do not reach the program, so that it is killed after a delay.',
  source: {
    name: 'Docker build checks, JSONArgsRecommended',
    url: 'https://docs.docker.com/reference/build-checks/json-args-recommended/',
  },
  fix: 'write it as a list: CMD ["program", "argument"]',
  dockerfile: ({ final }) => {
    const instructions = inherited(final);
    // A shell of one's own choice is meant to be there.
    if (instructions.some(({ keyword }) => keyword === 'SHELL')) return [];
    return ['ENTRYPOINT', 'CMD'].flatMap((wanted) => {
      const start = instructions.findLast(({ keyword }) => keyword === wanted);
      return start === undefined || start.exec
        ? []
        : [{ at: start.at, message: `${wanted} is run by /bin/sh -c` }];
    });
  },
};

/** The health check of the image that a stage gives; `null`: it has none. */
export function checkOf(stage: Stage): Instruction | null {
  const check = inherited(stage).findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  return check === undefined || /^none$/i.test(check.text.trim()) ? null : check;
}

/** What the image that a stage gives ends up with, in order. */
function inherited(last: Stage): Instruction[] {
  const stages: Stage[] = [];
  for (let stage: Stage | null = last; stage !== null; stage = stage.base) stages.unshift(stage);
  return stages.flatMap(({ instructions }) => instructions.filter(({ onbuild }) => !onbuild));
}
