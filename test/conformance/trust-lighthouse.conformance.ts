import { describeConformance } from '@signalbox/package-tools/conformance';
import { trustSubject } from './trust-lighthouse';

describeConformance(trustSubject);
