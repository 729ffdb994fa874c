import { describeConformance } from '@signalbox/conformance-kit';
import { trustSubject } from './conformance';

describeConformance(trustSubject);
