package dev.parley.ui.shared;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A moment of a session that can be gone to.
 *
 * @param nanos since the session began
 * @param message the last TLS message that had crossed by then, as its index in the conversation: several may cross in one read,
 *     at one time; nothing before the first
 * @param exchange the AT exchange that ended then, by its number, where it is about one
 */
public record Moment(long nanos, OptionalInt message, OptionalLong exchange) {}
