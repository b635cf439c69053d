/** The end of a run in words. */
import type { ReportSummary } from '../report/summary';
import { formatDuration, formatNumber } from '../../src-shared/units';

/** The summary as a person reads it, with the paths of session and report. */
export function summaryText(summary: ReportSummary, report: string): string {
  const { diversity, classes, secondsPerStep, phaseSeconds, idleFraction } = summary;
  const lines = [
    `${summary.seeds} seeds and ${summary.steps} steps measured with ${summary.policy}.`,
    `Structural diversity: ${series(diversity.structural, summary.steps)}`,
    `Spectral diversity:   ${series(diversity.spectral, summary.steps)}`,
    `Time for a step: median ${formatDuration(secondsPerStep.median)}, 95 % under ${formatDuration(secondsPerStep.p95)}`,
  ];
  if (phaseSeconds !== undefined) {
    const { decide, travel, sweep, learn } = phaseSeconds;
    const spent = `travel ${formatDuration(travel)}, sweep ${formatDuration(sweep)}, learn ${formatDuration(learn)}, decide ${formatDuration(decide)}`;
    lines.push(
      `Time spent: ${spent}${idleFraction === undefined ? '' : `; tip idle ${formatNumber(100 * idleFraction, 2)} %`}`,
    );
  }
  if (classes !== undefined)
    lines.push(
      `Places by true class of the film: ${classes.club} club, ${classes.heart} heart, ${classes.diamond} diamond, ${classes.null} null`,
    );
  lines.push(`Proposals (SHA-256): ${summary.proposalsSha256}`, `Session: ${summary.session}`, `Report:  ${report}`);
  return `${lines.join('\n')}\n`;
}

function series(at: ReportSummary['diversity']['structural'], steps: number): string {
  if (steps <= 20) return `${formatNumber(at.afterSeeds)} after the seeds, ${formatNumber(at.end)} at the end`;
  return `${formatNumber(at.afterSeeds)} after the seeds, ${formatNumber(at.step20)} at step 20, ${formatNumber(at.end)} at the end`;
}
