import { imageParts, imageProblem } from '../../config/image-reference.ts';
import type { Compose } from '../compose.ts';
import type { Dockerfile, Stage } from '../dockerfile.ts';
import { expand, nowhere } from '../expand.ts';
import type { Place } from '../place.ts';
import type { Rule } from '../rule.ts';

interface Used {
  readonly image: string;
  readonly at: Place;
}

export const IMAGE_UNPINNED: Rule = {
  id: 'image-unpinned',
  severity: 'error',
  title: 'Images are named with their version, not `latest`.',
  why: 'A tag that moves gives another image tomorrow, so that a change of it is taken for a change of the code.',
  source: {
    name: 'Docker, Building best practices: Pin base image versions',
    url: 'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
  },
  fix: 'name a version (alpine:3.20.3) or a digest (alpine@sha256:…)',
  dockerfile: (dockerfile) => basesOf(dockerfile).flatMap(moving),
  compose: (compose) => imagesOf(compose).flatMap(moving),
};

export const IMAGE_WITHOUT_DIGEST: Rule = {
  id: 'image-without-digest',
  severity: 'note',
  title: 'Images are named by their digest.',
  why: 'Also the tag of a version is moved when the image is built again, for example with a newer libc. A digest names the bytes.',
  source: {
    name: 'Docker, Image digests',
    url: 'https://docs.docker.com/dhi/core-concepts/digests/',
  },
  fix: 'add the digest: docker buildx imagetools inspect IMAGE shows it',
  dockerfile: (dockerfile) => basesOf(dockerfile).flatMap(withoutDigest),
  compose: (compose) => imagesOf(compose).flatMap(withoutDigest),
  project: ({ environments, at }) =>
    environments.flatMap((environment) =>
      environment.kind === 'container' && environment.image.kind === 'reference'
        ? withoutDigest({
            image: environment.image.reference,
            at: at(['environments', environment.name, 'image']),
          })
        : [],
    ),
};

/** Images from a registry; `scratch` is none, and neither is an earlier stage. */
function basesOf({ stages }: Dockerfile): Used[] {
  return stages.flatMap(({ image, base, from }: Stage) =>
    image === null || base !== null || image === 'scratch' ? [] : [{ image, at: from.at }],
  );
}

/** With `build`, the name under `image` is one that is given, not one that is pulled; other services may use it. */
function imagesOf({ services }: Compose): Used[] {
  const named = services.flatMap(({ keys, at }) => {
    const image = typeof keys.image === 'string' ? expand(keys.image, nowhere) : null;
    return image === null ? [] : [{ image, at: at('image'), built: keys.build !== undefined }];
  });
  const built = new Set(named.filter((each) => each.built).map(({ image }) => image));
  return named.filter(({ image }) => !built.has(image));
}

function moving({ image, at }: Used) {
  const problem = imageProblem(image);
  return problem === null ? [] : [{ at, message: `${image}: ${problem}` }];
}

/** Of what is not named for good at all, the rule above speaks. An id is a digest. */
function withoutDigest({ image, at }: Used) {
  const tagged =
    imageProblem(image) === null && imageParts(image).digest === null && !image.startsWith('sha256:');
  return tagged ? [{ at, message: `${image} is named by its tag alone` }] : [];
}
