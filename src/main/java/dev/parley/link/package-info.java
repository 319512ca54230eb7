/**
 * Byte channels to a modem: serial port, TCP, and what others offer; only here is a port touched.
 */
@NullMarked
package dev.parley.link;

import org.jspecify.annotations.NullMarked;
