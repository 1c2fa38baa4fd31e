/**
 * Milliseconds of CPU that the calling thread spends on synchronous `work`. Unlike the time on a clock, it does
 * not grow when other processes use the machine.
 */
export function cpuMsOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
