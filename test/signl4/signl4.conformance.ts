import { describeConformance } from '@signalbox/conformance-kit';
import { signl4Subject } from './conformance';

describeConformance(signl4Subject);
