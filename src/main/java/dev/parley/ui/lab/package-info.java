/**
 * The lab: the library's scenarios to practise with, found by word, and faults that are let happen by hand on the running bench.
 */
@NullMarked
package dev.parley.ui.lab;

import org.jspecify.annotations.NullMarked;
