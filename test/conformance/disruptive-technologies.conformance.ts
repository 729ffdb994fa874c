import { describeConformance } from '@signalbox/package-tools/conformance';
import { disruptiveTechnologiesSubject } from './disruptive-technologies';

describeConformance(disruptiveTechnologiesSubject);
