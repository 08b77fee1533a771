// Package quiz asks whether what Postern teaches has stayed: fifteen questions on
// mail's doors, and more that are made from what a server's doors answered. A
// [Sitting] is one person's way through them.
//
//	s := quiz.New(seed, &c) // the person's own result, or nil
//	s = s.Answer(2)
//	lines := s.Told()
//
// All is a pure function of what it is given: the order of the questions, and of what
// each offers, comes from the seed.
//
// # The files
//
// The questions stand in text/*.txt, so that they can be mended without Go. A file has
// sections, and these have fields, whose further lines begin with two spaces:
//
//	[name-of-the-question]
//	basics: yes, if it is to come before all others
//	lesson: the page to reread
//	claims: C27, C58
//	sources: RFC 8314 section 7.3; another
//	says: words of that page that bear the answer out; more of them
//	ask: the question
//	right: the right answer
//	why: why it is right
//	wrong: another answer | why it is wrong
//
// There are two or three wrong answers. Claims may be missing. A test looks for the
// words of "says" in the lesson, so that the two do not come to disagree. The name of a
// question is kept where people left off, and must not be changed without need.
// What own.txt holds is said there.
package quiz
