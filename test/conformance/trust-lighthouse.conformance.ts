import { describeConformance } from '@signalbox/conformance-kit';
import { trustSubject } from './trust-lighthouse';

describeConformance(trustSubject);
