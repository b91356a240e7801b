import type { Rule } from '../rule.ts';
import { containersOf } from './sharing.ts';

export const ROOT_WRITABLE: Rule = {
  id: 'root-writable',
  severity: 'warning',
  title: 'The root of a measuring container is read-only.',
  why: 'What an execution writes into the layers of the image is there for the next one, and a file of the image is copied whole when it is first written.',
  source: {
    name: 'Docker, OverlayFS storage driver',
    url: 'https://docs.docker.com/engine/storage/drivers/overlayfs-driver/',
  },
  fix: 'leave root out, and name what is written under tmpfs or volumes',
  project: (project) =>
    containersOf(project)
      .filter(({ root }) => root === 'writable')
      .map(({ name }) => ({
        at: project.at(['environments', name, 'root']),
        message: `the root of ${name} is writable`,
      })),
};

export const OUTSIDE_PROJECT: Rule = {
  id: 'outside-project',
  severity: 'note',
  title: 'What is measured is in the project.',
  why: 'A folder or device of the machine is not part of the commit: another machine has another, or none, and no record says what was in it.',
  source: {
    name: 'Reproducible Builds, Definition',
    url: 'https://reproducible-builds.org/docs/definition/',
  },
  fix: 'put the data into the project, or make it in setup',
  project: (project) =>
    containersOf(project).flatMap(({ name, mounts }) =>
      mounts.flatMap(({ from }, index) =>
        from.startsWith('/')
          ? [
              {
                at: project.at(['environments', name, 'mounts', index]),
                message: `${name} mounts ${from} of this machine`,
              },
            ]
          : [],
      ),
    ),
};

export const OVERHEAD_UNMEASURED: Rule = {
  id: 'overhead-unmeasured',
  severity: 'warning',
  title: 'What a container costs is measured.',
  why: 'The overhead depends on the kind of work: next to nothing for computing says nothing of files or the network. Without a calibration, times in the container say nothing of times on the host.',
  source: {
    name: 'Felter et al., An updated performance comparison of virtual machines and Linux containers (2015)',
    url: 'https://doi.org/10.1109/ISPASS.2015.7095802',
  },
  fix: 'assay calibrate --env host --env NAME',
  project: (project, { calibrated }) =>
    containersOf(project)
      .filter(({ name }) => !calibrated.has(name))
      .map(({ name }) => ({
        at: project.at(['environments', name]),
        message: `no calibration says what ${name} costs`,
        fix: `assay calibrate --env host --env ${name}`,
      })),
};
