import { after, before } from 'node:test';
import { type PodmanService, podmanService } from '../kit/podman.ts';
import { engineConformance } from './conformance.ts';

let service: PodmanService;
before(async () => {
  service = await podmanService();
});
after(() => service[Symbol.asyncDispose]());

// Podman gives this machine an address in every network, also in an internal one.
engineConformance({
  name: 'Podman',
  socketPath: () => service.socketPath,
  isolatedReachesHost: true,
});
