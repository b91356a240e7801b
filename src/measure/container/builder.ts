import { join } from 'node:path';
import type { ContainerEnvironment } from '../../config/plan.ts';
import type { Engine, EngineImage } from '../../platform/engine/engine.ts';
import { commandEnvironment } from '../command-environment.ts';
import type { PrepareOrder } from '../site.ts';
import { type Builder, buildRequest } from '../tree.ts';
import { imageEnvironment } from './environment.ts';
import { BUILD_SOURCE, buildingOrder, OUTPUT } from './order.ts';
import { hostPathOf, keepFile, outputFolder } from './output-folder.ts';
import { ownIds, userOf } from './user.ts';

export interface BuilderOptions {
  readonly engine: Engine;
  readonly environment: ContainerEnvironment;
  readonly image: EngineImage;
  readonly samplerPath: string;
  /** Where folders for containers to write to are made. */
  readonly outputRoot: string;
  readonly mounts: () => Promise<Parameters<typeof buildingOrder>[1]['mounts']>;
  readonly order: PrepareOrder;
}

/** Builds in a container of the image, as whoever runs Assay: the tree is theirs. */
export function containerBuilder(options: BuilderOptions): Builder {
  const { engine, environment, image, order } = options;
  const source = environment.source ?? BUILD_SOURCE;
  // Without privileges the engine makes root inside of whoever runs it outside.
  const user = engine.info.rootless ? '0:0' : userOf(ownIds());
  return {
    key: { image: image.id, source, user, network: environment.network, mounts: environment.mounts },
    advice: `it ran in a container of ${environment.name}, with the tools of its image: build: host there builds on this machine`,
    async run({ build, root, project, log }) {
      const { runId, secrets, signal } = order;
      await using stack = new AsyncDisposableStack();
      const output = await outputFolder(options.outputRoot, stack);
      const container = stack.use(
        await engine.start(
          buildingOrder(environment, {
            ...{ runId, role: `${order.side}-build`, imageId: image.id, user, signal },
            samplerPath: options.samplerPath,
            mounts: [
              { from: root, to: source, writable: true },
              { from: output, to: OUTPUT, writable: true },
              ...(await options.mounts()),
            ],
          }),
        ),
      );
      const cwd = join(source, project.slice(root.length));
      const env = commandEnvironment({
        ...{ env: build.env, secrets, cwd, runId },
        inherited: imageEnvironment(image.env),
      });
      const logInside = `${OUTPUT}/build.log`;
      try {
        return await container.sampler.execute(buildRequest(build, { cwd, log: logInside, env }), signal);
      } finally {
        await keepFile(await hostPathOf(logInside, [{ from: output, to: OUTPUT }]), log);
      }
    },
  };
}
