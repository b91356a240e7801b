import type { ContainerEnvironment } from '../../config/plan.ts';
import { type Compose, isMapping, itemsOf, type Service } from '../compose.ts';
import type { Spot } from '../finding.ts';
import type { ProjectFile } from '../project-file.ts';
import type { Rule } from '../rule.ts';

const DOCKER_SECURITY = { name: 'Docker Engine security', url: 'https://docs.docker.com/engine/security/' };

export const PRIVILEGED: Rule = {
  id: 'privileged',
  severity: 'error',
  title: 'No container is privileged.',
  why: 'A privileged container has all devices and capabilities and no filter of system calls: it is not separated from the machine, and its system calls cost less than in production.',
  source: {
    name: 'Docker, docker container run --privileged',
    url: 'https://docs.docker.com/reference/cli/docker/container/run/#privileged',
  },
  fix: 'name the devices and capabilities that are needed: devices, cap_add',
  compose: ({ services }) =>
    services
      .filter(({ keys }) => keys.privileged === true || keys.privileged === 'true')
      .map(({ name, at }) => ({ at: at('privileged'), message: `${name} is privileged` })),
};

const NAMESPACES = ['pid', 'ipc', 'uts', 'userns_mode', 'cgroup'] as const;

export const HOST_NAMESPACE: Rule = {
  id: 'host-namespace',
  severity: 'error',
  title: 'No namespace of the host is shared but, where it must be, the network.',
  why: 'Processes, shared memory and control groups of the host become part of the experiment, and the container can reach into them.',
  source: DOCKER_SECURITY,
  fix: 'remove the key; share between two services with service:NAME',
  compose: ({ services }) =>
    services.flatMap(({ name, keys, at }) =>
      NAMESPACES.filter((key) => keys[key] === 'host').map((key) => ({
        at: at(key),
        message: `${name} shares ${key} with the host`,
      })),
    ),
};

export const HOST_NETWORK: Rule = {
  id: 'host-network',
  severity: 'warning',
  title: 'Containers have a network of their own.',
  why: 'On the network of the host every other program is a neighbour: ports collide, and their traffic is in the measurement.',
  source: {
    name: 'Docker, Host network driver',
    url: 'https://docs.docker.com/engine/network/drivers/host/',
  },
  fix: 'leave network_mode out, or name a network with internal: true',
  compose: ({ services }) =>
    services
      .filter(({ keys }) => keys.network_mode === 'host' || itemsOf(keys.networks).includes('host'))
      .map(({ name, keys, at }) => ({
        at: at(keys.network_mode === 'host' ? 'network_mode' : 'networks'),
        message: `${name} is on the network of the host`,
      })),
  project: (project) =>
    containersOf(project)
      .filter(({ network }) => network === 'host')
      .map(({ name }) => ({
        at: project.at(['environments', name, 'network']),
        message: `${name} is on the network of the host`,
        fix: 'network: none, or isolated where the benchmark talks to itself',
      })),
};

export const ENGINE_SOCKET: Rule = {
  id: 'engine-socket',
  severity: 'error',
  title: 'No container is given the socket of the engine.',
  why: 'Who can speak to the engine is root on the machine, and can start containers beside the measured one.',
  source: {
    name: 'Docker Engine security, Docker daemon attack surface',
    url: 'https://docs.docker.com/engine/security/#docker-daemon-attack-surface',
  },
  fix: 'remove the mount; let a program outside start what is needed',
  compose: ({ services }) =>
    services.flatMap((service) =>
      mountsOf(service)
        .filter(({ from }) => SOCKET.test(from))
        .map(({ from, index }) => ({
          at: service.at('volumes', index),
          message: `${service.name} is given ${from}`,
        })),
    ),
  project: (project) =>
    containersOf(project).flatMap(({ name, mounts }) =>
      mounts.flatMap(({ from }, index) =>
        SOCKET.test(from)
          ? [{ at: project.at(['environments', name, 'mounts', index]), message: `${name} is given ${from}` }]
          : [],
      ),
    ),
};

const SOCKET = /(?:^|\/)(?:docker|podman|containerd|crio)\.sock$/;

/** Those by which a container reaches what belongs to the machine (capabilities(7)). */
const BROAD = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_BOOT',
  'SYS_TIME',
  'DAC_READ_SEARCH',
  'BPF',
  'NET_ADMIN',
  'SYS_PTRACE',
]);

export const CAPABILITY_BROAD: Rule = {
  id: 'capability-broad',
  severity: 'error',
  title: 'No container has all capabilities, or those that come near to it.',
  why: 'With CAP_SYS_ADMIN, loading modules or raw devices a container can change the machine that it is measured on.',
  source: { name: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' },
  fix: 'name the one capability that is needed',
  compose: ({ services }) =>
    services.flatMap(({ name, keys, at }) =>
      itemsOf(keys.cap_add).flatMap((capability, index) =>
        broad(name, String(capability), at('cap_add', index)),
      ),
    ),
  project: (project) =>
    containersOf(project).flatMap(({ name, capabilities }) =>
      capabilities.flatMap((capability, index) =>
        broad(name, capability, project.at(['environments', name, 'capabilities', index])),
      ),
    ),
};

function broad(name: string, capability: string, at: Spot['at']): Spot[] {
  const short = capability.toUpperCase().replace(/^CAP_/, '');
  return BROAD.has(short) ? [{ at, message: `${name} has the capability ${short}` }] : [];
}

export const CONFINEMENT_OFF: Rule = {
  id: 'confinement-off',
  severity: 'warning',
  title: 'Filters of system calls stay on.',
  why: 'Without seccomp a system call costs less than where the program will run, so the difference is measured as speed. The machine is less protected, too.',
  source: {
    name: 'Docker, Seccomp security profiles',
    url: 'https://docs.docker.com/engine/security/seccomp/',
  },
  fix: 'remove it, or name a profile that allows the calls needed',
  compose: ({ services }) =>
    services.flatMap(({ name, keys, at }) =>
      itemsOf(keys.security_opt).flatMap((option, index) =>
        /^(?:seccomp|apparmor|systempaths)[:=]unconfined$|^label[:=]disable$/.test(String(option))
          ? [{ at: at('security_opt', index), message: `${name} runs with ${option}` }]
          : [],
      ),
    ),
};

export const PORTS_EXPOSED: Rule = {
  id: 'ports-exposed',
  severity: 'warning',
  title: 'Published ports are bound to one address.',
  why: 'Without an address a port is open to the whole network, past the rules of firewalls such as ufw: strangers may be part of the load.',
  source: {
    name: 'Docker, Port publishing and mapping',
    url: 'https://docs.docker.com/engine/network/port-publishing/#publishing-ports',
  },
  fix: '"127.0.0.1:8080:80", or no published port where only other services connect',
  compose: (compose: Compose) =>
    compose.services.flatMap(({ name, keys, at }) =>
      itemsOf(keys.ports).flatMap((port, index) =>
        isOpen(port)
          ? [{ at: at('ports', index), message: `${name} publishes a port on all addresses` }]
          : [],
      ),
    ),
};

/** `8080:80` and `0.0.0.0:8080:80` are open; what comes from a variable is not known. */
function isOpen(port: unknown): boolean {
  if (isMapping(port)) return /^(?:0\.0\.0\.0|::|)$/.test(String(port.host_ip ?? ''));
  const text = String(port);
  return /^(?:(?:0\.0\.0\.0|\[::\]|::):)?(?:[\d-]*:)?[\d-]+(?:\/\w+)?$/.test(text);
}

/** What a service mounts, in both ways of writing it. */
function mountsOf({ keys }: Service): { from: string; index: number }[] {
  return itemsOf(keys.volumes).map((volume, index) => ({
    from: isMapping(volume) ? String(volume.source ?? '') : (String(volume).split(':')[0] ?? ''),
    index,
  }));
}

export function containersOf({ environments }: ProjectFile): ContainerEnvironment[] {
  return environments.filter((environment) => environment.kind === 'container');
}
