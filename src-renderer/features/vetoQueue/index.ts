export { BigProposal } from './BigProposal';
export { ProposalList } from './ProposalList';
export { TargetQueue } from './TargetQueue';
