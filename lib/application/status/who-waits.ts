export const whoWaits = (customers: number, atLeast: boolean): string =>
  `${atLeast ? "At least " : ""}${customers} customer${customers === 1 ? " waits" : "s wait"}`;
