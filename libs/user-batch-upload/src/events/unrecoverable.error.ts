/** A durable listener throws it where another try can't help: the delivery becomes a dead letter at once. */
export class UnrecoverableError extends Error {}
