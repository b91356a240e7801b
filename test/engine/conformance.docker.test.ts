import { engineConformance } from './conformance.ts';

engineConformance({
  name: 'Docker',
  socketPath: () => '/var/run/docker.sock',
  isolatedReachesHost: false,
});
