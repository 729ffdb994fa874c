import { describeConformance } from '@signalbox/conformance-kit';
import { disruptiveTechnologiesSubject } from './disruptive-technologies';

describeConformance(disruptiveTechnologiesSubject);
