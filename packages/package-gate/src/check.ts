import type { BundleResult, NodePackage, PackResult } from '@signalbox/package-tools';
import type { LoadedEntry } from './load-entries';

/** What a check of the sources can look at. */
export interface SourceSubject {
  nodePackage: NodePackage;
  /** Makes an empty folder outside every repository, for this check's own use. */
  makeTempDir: () => string;
}

/** What a check of the published package can look at besides. */
export interface TarballSubject extends SourceSubject {
  bundle: BundleResult;
  packed: PackResult;
  /** Absolute folder with the unpacked tarball, outside the repository; next to it, only n8n-workflow is installed. */
  unpackedDir: string;
}

/** What a check of the nodes and credentials themselves can look at besides. */
export interface LoadedSubject extends TarballSubject {
  loaded: LoadedEntry[];
}

export interface Verdict {
  /** One sentence for each thing that is wrong; none when the check passes. */
  problems: string[];
  /** What was looked at, with figures, to show for a check that passes. */
  detail: string;
}

type CheckOf<Needs extends string, Subject> = {
  name: string;
  /** How far the package must have come for the check to make sense. */
  needs: Needs;
  run: (subject: Subject) => Verdict | Promise<Verdict>;
};

/** One thing a node package has to be. */
export type Check =
  CheckOf<'sources', SourceSubject> | CheckOf<'tarball', TarballSubject> | CheckOf<'loaded', LoadedSubject>;
