import { engineConformance } from './conformance.ts';

engineConformance('Docker', () => '/var/run/docker.sock');
