import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ImageSource } from '../../config/plan.ts';
import { digest } from '../../core/canonical.ts';
import { AssayError } from '../../core/error.ts';
import type { Revision } from '../../core/measurement.ts';
import { type Engine, type EngineImage, ImageBuildFailure } from '../../platform/engine/engine.ts';
import { BuildFailure, type Tree } from '../tree.ts';
import type { Workspace } from '../workspace.ts';
import { isWithin, realPath } from './mounts.ts';

type Dockerfile = Extract<ImageSource, { kind: 'dockerfile' }>;

export interface ImageOrder {
  readonly engine: Engine;
  readonly environment: string;
  readonly source: Dockerfile;
  readonly revision: Revision;
  /** As it was checked out: what a build left there must not get into the image. */
  readonly tree: Tree;
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
}

/** Builds the image of a revision from its own Dockerfile; the engine has the layers of an equal build already. */
export async function imageOfTree(order: ImageOrder): Promise<EngineImage> {
  const { engine, environment, source, revision, tree, workspace, signal } = order;
  const key = `environments.${environment}`;
  const context = await inTree(tree, source.context, `${key}.context`, revision);
  const dockerfile = await inTree(tree, source.path, `${key}.dockerfile`, revision);
  if (!isWithin(context, dockerfile)) {
    throw new AssayError(
      'config',
      `${key}.dockerfile: ${source.path} is not in the context ${source.context}`,
      {
        hint: 'the engine reads the Dockerfile from its context: move it there, or take a larger context',
      },
    );
  }
  const labels = {
    'assay.source': revision.contentDigest ?? revision.commit ?? '',
    'assay.dockerfile': digest(source),
  };
  await mkdir(workspace.logsDir, { recursive: true });
  const built = engine.buildImage({
    context,
    dockerfile: relative(context, dockerfile),
    ...{ target: source.target, args: source.args, labels, signal },
    logPath: join(workspace.logsDir, `image-${digest(labels).slice(0, 20)}.log`),
  });
  return await built.catch((error: unknown) => {
    if (!(error instanceof AssayError) || !(error.cause instanceof ImageBuildFailure)) throw error;
    throw unbuildable(`the image of ${revision.label} does not build: ${error.message}`, error);
  });
}

/** This commit has no image, others may. */
function unbuildable(message: string, { hint, message: how }: AssayError): AssayError {
  return new AssayError('infrastructure', message, {
    ...(hint === undefined ? {} : { hint }),
    cause: new BuildFailure(how),
  });
}

/** A path of the project in the tree, without links. What a commit brings may not name what is outside of it. */
async function inTree(tree: Tree, path: string, key: string, { label }: Revision): Promise<string> {
  const real = await realPath(join(tree.project, path), key, `${path} in ${label}`).catch(
    (error: AssayError) => {
      throw unbuildable(error.message, error);
    },
  );
  if (isWithin(tree.root, real)) return real;
  throw new AssayError('config', `${key}: in ${label}, ${path} leads out of the repository`, {
    hint: 'a context is a folder of the repository, and no link leads out of it',
  });
}
