/**
 * Where a handshake is to stop: the list, and its editor.
 */
@NullMarked
package dev.parley.ui.breakpoints;

import org.jspecify.annotations.NullMarked;
