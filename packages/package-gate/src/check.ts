import type { BundleResult, NodePackage, PackResult } from '@signalbox/package-tools';
import type { LoadedEntry } from './load-entries';

/** Input of a check that reads the sources. */
export interface SourceSubject {
  nodePackage: NodePackage;
  /** Creates an empty folder outside every repository, for this check only. */
  makeTempDir: () => string;
}

/** Input of a check that reads the tarball. */
export interface TarballSubject extends SourceSubject {
  bundle: BundleResult;
  packed: PackResult;
  /** Absolute folder of the unpacked tarball, outside the repository. Only n8n-workflow is installed beside it. */
  unpackedDir: string;
}

/** Input of a check that looks at the loaded nodes and credentials. */
export interface LoadedSubject extends TarballSubject {
  loaded: LoadedEntry[];
}

export interface Verdict {
  /** One sentence per problem; empty if the check passes. */
  problems: string[];
  /** Figures shown for a check that passes. */
  detail: string;
}

type CheckOf<Needs extends string, Subject> = {
  name: string;
  /** The stage that the package must have reached. */
  needs: Needs;
  run: (subject: Subject) => Verdict | Promise<Verdict>;
};

/** One requirement that a node package has to meet. */
export type Check =
  CheckOf<'sources', SourceSubject> | CheckOf<'tarball', TarballSubject> | CheckOf<'loaded', LoadedSubject>;
