import { describeConformance } from '@signalbox/conformance-kit';
import { disruptiveTechnologiesSubject } from './conformance';

describeConformance(disruptiveTechnologiesSubject);
