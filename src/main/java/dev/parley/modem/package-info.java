/**
 * The AT engine: one command in flight, bring-up, and sockets as byte channels.
 */
@NullMarked
package dev.parley.modem;

import org.jspecify.annotations.NullMarked;
