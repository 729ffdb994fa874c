import { describeConformance } from '@signalbox/package-tools/conformance';
import { signl4Subject } from './signl4';

describeConformance(signl4Subject);
