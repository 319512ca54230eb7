/**
 * Snippets in the window: chosen, made of console rows, opened, saved, and run step by step.
 */
@NullMarked
package dev.parley.ui.snippets;

import org.jspecify.annotations.NullMarked;
