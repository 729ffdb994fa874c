import { describeConformance } from '@signalbox/conformance-kit';
import { signl4Subject } from './signl4';

describeConformance(signl4Subject);
