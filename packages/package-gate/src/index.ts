export { formatReport } from './format-report';
export { gatePackage, type GateReport } from './gate-package';
export { probe, type Probe } from './probe';
