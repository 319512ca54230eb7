/**
 * How the panels stand in the window: sizes, and which are folded, hidden, maximised or in a window of their own.
 */
@NullMarked
package dev.parley.ui.layout;

import org.jspecify.annotations.NullMarked;
