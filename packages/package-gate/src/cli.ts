import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { formatReport } from './format-report';
import { gatePackage } from './gate-package';

new Command('package-gate')
  .description("Check an n8n node package against n8n's verification and this repository's own bar.")
  .argument('[dir]', 'folder of the node package', '.')
  .option('--report <file>', 'write the report as JSON, too')
  .action(async (dir: string, { report: file }: { report?: string }) => {
    const report = await gatePackage(dir);
    if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
    console.log(formatReport(report));
    if (!report.passed) process.exitCode = 1;
  })
  .parseAsync()
  .catch((error: Error) => {
    console.error(`package-gate: ${error.message}`);
    process.exitCode = 1;
  });
