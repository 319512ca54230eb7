/**
 * The desktop.
 */
@NullMarked
package dev.parley.ui;

import org.jspecify.annotations.NullMarked;
