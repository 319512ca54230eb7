/**
 * The handshake as a drawn state machine: client lane, wire, server lane.
 */
@NullMarked
package dev.parley.ui.handshake;

import org.jspecify.annotations.NullMarked;
