import type { EnvValue } from '../../config/plan.ts';
import type { Path } from '../../config/problem.ts';
import { isMapping, itemsOf, valueAt } from '../compose.ts';
import { expand, nowhere } from '../expand.ts';
import type { ProjectFile } from '../project-file.ts';
import type { Rule } from '../rule.ts';

export const SECRET_IN_IMAGE: Rule = {
  id: 'secret-in-image',
  severity: 'error',
  title: 'No secret is given to a build by ENV or ARG.',
  why: 'ENV stays in the image, and ARG in its history: whoever has the image has the secret, also after it is overwritten.',
  source: {
    name: 'Docker build checks, SecretsUsedInArgOrEnv',
    url: 'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  },
  fix: 'RUN --mount=type=secret,id=NAME …, and for running a file in /run/secrets',
  dockerfile: ({ instructions }) =>
    instructions.flatMap(({ keyword, variables, at }) =>
      variables.flatMap(({ name, value }) =>
        isSecret(name) && (value ? holdsSecret(name, value) : keyword === 'ARG')
          ? [
              {
                at,
                message: `${keyword} ${name} stays in the ${keyword === 'ARG' ? 'history of the image' : 'image'}`,
              },
            ]
          : [],
      ),
    ),
  compose: ({ services }) =>
    services.flatMap(({ keys, at }) =>
      variablesOf(valueAt(keys, 'build', 'args')).flatMap(({ name, value, key }) =>
        isSecret(name) && (!value || holdsSecret(name, value))
          ? [
              {
                at: at('build', 'args', key),
                message: `the build argument ${name} stays in the history of the image`,
              },
            ]
          : [],
      ),
    ),
};

export const SECRET_FILE_IN_IMAGE: Rule = {
  id: 'secret-file-in-image',
  severity: 'error',
  title: 'No file of secrets is copied into an image.',
  why: 'A copied file stays in its layer, also when a later instruction removes it.',
  source: {
    name: 'Docker, Build secrets',
    url: 'https://docs.docker.com/build/building/secrets/',
  },
  fix: 'RUN --mount=type=secret,id=NAME … while building; list the file in .dockerignore',
  dockerfile: ({ instructions }) =>
    instructions.flatMap(({ keyword, text, flags, at }) => {
      if ((keyword !== 'COPY' && keyword !== 'ADD') || flags.has('from')) return [];
      // Below the first line is the text of a heredoc.
      const [line = ''] = text.split('\n');
      const names = line
        .split(/[\s,[\]"]+/)
        .filter(Boolean)
        .slice(0, -1);
      return names
        .filter(isSecretFile)
        .map((name) => ({ at, message: `${name} stays in a layer of the image` }));
    }),
};

export const SECRET_IN_PLAIN_TEXT: Rule = {
  id: 'secret-in-plain-text',
  severity: 'error',
  title: 'No secret is written into a file of the repository.',
  why: 'It is in every clone and in the history for good, and whoever lists processes or inspects the container reads it.',
  source: {
    name: 'OWASP, Secrets Management Cheat Sheet',
    url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  },
  fix: 'name it and keep its value elsewhere: in compose files secrets, or a variable whose value is in an untracked .env',
  compose: ({ services }) =>
    services.flatMap(({ name: service, keys, at }) =>
      variablesOf(keys.environment).flatMap(({ name, value, key }) =>
        holdsSecret(name, expand(value ?? '', nowhere) ?? '')
          ? [{ at: at('environment', key), message: `the value of ${name} of ${service} is written here` }]
          : [],
      ),
    ),
  project: (project) =>
    environmentsOf(project).flatMap(({ path, env }) =>
      Object.entries(env ?? {}).flatMap(([name, value]) =>
        typeof value === 'string' && holdsSecret(name, value)
          ? [
              {
                at: project.at([...path, name]),
                message: `the value of ${name} is written here`,
                fix: `${name}: {secret: ${name}}, with its value in the environment or an untracked .env`,
              },
            ]
          : [],
      ),
    ),
};

/** Words as BuildKit's check of the same has them (moby/buildkit, frontend/dockerfile/linter). */
const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|passwd|password|pword|secret|token)(?:_|$)/i;
/** Public by name, or a place where the secret is and not the secret. */
const HARMLESS = /(?:_|^)public(?:_|$)|_(?:file|path|dir|sock)$/i;

function isSecret(name: string): boolean {
  return SECRET.test(name) && !HARMLESS.test(name);
}

/** Whether a value may be a secret: `AUTH_ENABLED=true` and `TOKEN_TTL=60` are settings. */
function holdsSecret(name: string, value: string): boolean {
  if (!isSecret(name) || value === '' || /^(?:true|false|yes|no|on|off)$/i.test(value)) return false;
  return !/^\d+$/.test(value) || isSecret(name.slice(name.lastIndexOf('_') + 1));
}

function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /^\.env(?:\.(?!example$|sample$|template$).+)?$|^id_(?:rsa|dsa|ecdsa|ed25519)$|\.(?:pem|key|p12|pfx|jks|keystore)$|^\.(?:npmrc|netrc|pypirc|pgpass)$/.test(
      name,
    ) || /(?:^|\/)\.(?:aws|ssh|gnupg|kube)(?:\/|$)/.test(path)
  );
}

interface Written {
  readonly name: string;
  /** `null`: taken from the environment. */
  readonly value: string | null;
  /** The key, or position in a list, that it is written under. */
  readonly key: string | number;
}

/** Variables of Compose: a mapping, or a list of `NAME=value`. */
function variablesOf(value: unknown): Written[] {
  if (isMapping(value)) {
    return Object.entries(value).map(([name, of]) => ({
      name,
      value: of === null ? null : String(of),
      key: name,
    }));
  }
  return itemsOf(value).map((item, key) => {
    const text = String(item);
    const equals = text.indexOf('=');
    return equals === -1
      ? { name: text, value: null, key }
      : { name: text.slice(0, equals), value: text.slice(equals + 1), key };
  });
}

function environmentsOf({ config: { file } }: ProjectFile) {
  const found: { path: Path; env: Readonly<Record<string, EnvValue>> | undefined }[] = [
    { path: ['defaults', 'env'], env: file.defaults?.env },
    { path: ['build', 'env'], env: file.build?.env },
  ];
  for (const [name, { env, build }] of Object.entries(file.benchmarks)) {
    found.push({ path: ['benchmarks', name, 'env'], env });
    if (build) found.push({ path: ['benchmarks', name, 'build', 'env'], env: build.env });
  }
  return found;
}
