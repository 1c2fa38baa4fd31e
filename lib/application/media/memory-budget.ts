type Reservation = {
  /** What was reserved is not all needed. */
  shrinkTo(bytes: number): void;
  release(): void;
};

export type MemoryBudget = { reserve(bytes: number): Promise<Reservation> };

/** Who needs more than is free waits, in the order of coming. More than there is at all is given alone. */
export function memoryBudget(total: number): MemoryBudget {
  let free = total;
  const waiting: { bytes: number; enter(): void }[] = [];

  function admit(): void {
    for (let next = waiting[0]; next && next.bytes <= free; next = waiting[0]) {
      free -= next.bytes;
      waiting.shift();
      next.enter();
    }
  }

  return {
    async reserve(wanted) {
      let held = Math.min(wanted, total);
      await new Promise<void>((enter) => {
        waiting.push({ bytes: held, enter });
        admit();
      });
      const shrinkTo = (bytes: number) => {
        if (bytes >= held) return;
        free += held - bytes;
        held = bytes;
        admit();
      };
      return { shrinkTo, release: () => shrinkTo(0) };
    },
  };
}
